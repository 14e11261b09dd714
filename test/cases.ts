import { type Conv2dCase, problemOf } from './case.ts';
import { factorCases } from './factor-cases.ts';
import { layerCases } from './layer-cases.ts';

/** All shared cases in float32. */
export const float32Cases: readonly Conv2dCase[] = [...factorCases, ...layerCases];

/** The same cases with float16 storage. */
export const float16Cases: readonly Conv2dCase[] = float32Cases.map((conv2dCase) => {
  const half = { ...conv2dCase, dataType: 'float16' } as const;
  return { ...half, name: `${conv2dCase.name.split(': ')[0]}: ${problemOf(half).key}` };
});
