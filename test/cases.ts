import { type Conv2dCase, problemOf } from './case.ts';
import { factorCases, sizeCases, storageCases } from './factor-cases.ts';
import { layerCases } from './layer-cases.ts';

/** All shared cases in float32. */
export const float32Cases: readonly Conv2dCase[] = [...factorCases, ...layerCases];

/** The same cases with float16 storage. */
export const float16Cases: readonly Conv2dCase[] = float32Cases.map(withHalves);

/** Those of them that can tell how a kernel loads and stores: small sizes, layouts, each tensor. */
export const float16StorageCases: readonly Conv2dCase[] = [...sizeCases, ...storageCases]
  .filter(({ inputShape, filterShape }) => Math.max(...inputShape, ...filterShape) <= 17)
  .map(withHalves);

/** A case with float16 storage. */
export function withHalves(conv2dCase: Conv2dCase): Conv2dCase {
  const half = { ...conv2dCase, dtype: 'float16' } as const;
  return { ...half, name: `${conv2dCase.name.split(': ')[0]}: ${problemOf(half).key}` };
}
