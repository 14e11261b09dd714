import { elementCount } from '../problem/layouts.ts';
import { checkAxis } from '../problem/validate.ts';

type Shape = readonly number[];

/**
 * Views: the same numbers in another shape, at no cost. Each function returns the shape.
 */
export const views = {
  /** Merges the axes before `axis` (default 1), and the others. */
  flatten({ inputShape, axis = 1 }: { inputShape: Shape; axis?: number }): Shape {
    const at = axis === inputShape.length ? axis : checkAxis('axis', axis, inputShape.length);
    return [elementCount(inputShape.slice(0, at)), elementCount(inputShape.slice(at))];
  },
  /** A size of 0 is the input's size at that axis; one size of -1 stands for what remains. */
  reshape({ inputShape, shape }: { inputShape: Shape; shape: Shape }): Shape {
    const sizes = shape.map((size, axis) => (size === 0 ? inputShape[axis] : size));
    const known = elementCount(sizes.filter((size) => size !== -1));
    return sizes.map((size) => (size === -1 ? elementCount(inputShape) / known : size));
  },
  /** Drops these axes of size 1. Default: all of size 1. */
  squeeze({ inputShape, axes }: { inputShape: Shape; axes?: readonly number[] }): Shape {
    const dropped = axes?.map((axis, index) => checkAxis(`axes[${index}]`, axis, inputShape.length));
    return inputShape.filter((size, axis) => (dropped ? !dropped.includes(axis) : size !== 1));
  },
  /** Inserts axes of size 1, at these positions of the output. */
  unsqueeze({ inputShape, axes }: { inputShape: Shape; axes: readonly number[] }): Shape {
    const rank = inputShape.length + axes.length;
    const made = axes.map((axis, index) => checkAxis(`axes[${index}]`, axis, rank));
    const sizes = inputShape.values();
    return Array.from({ length: rank }, (_, axis) =>
      made.includes(axis) ? 1 : (sizes.next().value as number),
    );
  },
} as const;

/** Name of a view. */
export type ViewKind = keyof typeof views;
