/** Algorithms by the error bound they keep. */
export type Algorithm = 'direct' | 'winograd2' | 'winograd4' | 'fft';
