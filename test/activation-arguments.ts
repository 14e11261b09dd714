/** Arguments for tests of activations, in float32: 64 per octave from 2⁻³⁰ to 2⁸, and every 128th up to 16, of both signs. */
export const activationArguments: readonly number[] = [
  ...Array.from({ length: 38 * 64 }, (_, at) => 2 ** (Math.floor(at / 64) - 30) * (1 + (at % 64) / 64)),
  ...Array.from({ length: 2048 }, (_, at) => (at + 0.37) / 128),
].flatMap((x) => [Math.fround(x), -Math.fround(x)]);
