/** What activations are tried at, as float32: both signs of every 64th of an octave from 2⁻³⁰ to 2⁷, and every 128th up to 16. */
export const activationArguments: readonly number[] = [
  ...Array.from({ length: 38 * 64 }, (_, at) => 2 ** (Math.floor(at / 64) - 30) * (1 + (at % 64) / 64)),
  ...Array.from({ length: 2048 }, (_, at) => (at + 0.37) / 128),
].flatMap((x) => [Math.fround(x), -Math.fround(x)]);
