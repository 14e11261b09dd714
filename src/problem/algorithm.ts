/** Ways to sum, each with its own error bound. */
export type Algorithm = 'direct' | 'winograd2' | 'winograd4' | 'fft';
