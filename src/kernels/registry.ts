import { conv2dDirect } from './conv2d_direct.ts';
import { conv2dRows } from './conv2d_rows.ts';
import { conv2dTiled } from './conv2d_tiled.ts';
import type { Kernel } from './kernel.ts';
import { pointwiseQuads } from './pointwise_quads.ts';

/** Every kernel the planner may choose. */
export const KERNELS: readonly Kernel[] = [pointwiseQuads, conv2dRows, conv2dTiled, conv2dDirect];
