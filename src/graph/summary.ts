import { elementCount } from '../operators/operator.ts';
import { readInputShape } from '../problem/layouts.ts';
import type { InputLayout } from '../problem/options.ts';
import type { GraphPlan } from './join.ts';
import { type GraphNode, rootOf, type Value } from './value.ts';

/** The input pixels that an output pixel depends on. */
export interface ReceptiveField {
  /** Rows and columns of the field. */
  readonly size: readonly [height: number, width: number];
  /** Distance between the fields of neighboring output pixels, in input pixels. */
  readonly step: readonly [height: number, width: number];
}

/** A row of {@link summarizeNodes}. */
export interface NodeSummary {
  /** The node's name. */
  readonly name: string;
  /** Name of the operator, such as `conv2d`. */
  readonly kind: string;
  /** Axis sizes of the first output. */
  readonly outputShape: readonly number[];
  /** Elements of the constants and variables that the node reads. */
  readonly parameterCount: number;
  /** Multiply-adds per run; 0 if negligible. */
  readonly multiplyAddCount: number;
  /** The input pixels that an output pixel depends on. */
  readonly receptiveField: ReceptiveField;
}

/** Shapes, parameters, multiply-adds and receptive field of each node, in order. */
export function summarizeNodes(nodes: readonly GraphNode[]): NodeSummary[] {
  const fields = new Map<Value, ReceptiveField>();
  const layouts = new Map<Value, InputLayout>();
  return nodes.map((node) => {
    const [output] = Object.values(node.outputs);
    const receptiveField = fieldOf(node, fields, layouts);
    const layout = layoutOf(node, layouts);
    for (const value of Object.values(node.outputs).map(rootOf)) {
      fields.set(value, receptiveField);
      layouts.set(value, layout);
    }
    const stored = Object.values(node.inputs).filter((value) =>
      ['constant', 'variable'].includes(rootOf(value).source.type),
    );
    return {
      name: node.name,
      kind: node.kind,
      outputShape: output.shape,
      parameterCount: stored.reduce((sum, value) => sum + elementCount(value.shape), 0),
      multiplyAddCount: node.operator.multiplyAddCount,
      receptiveField,
    };
  });
}

/** A table of {@link summarizeNodes} with its totals and the memory of `plan`. */
export function summarize(nodes: readonly GraphNode[], plan: GraphPlan): string {
  const lines = summarizeNodes(nodes);
  const total = (key: 'parameterCount' | 'multiplyAddCount') =>
    lines.reduce((sum, line) => sum + line[key], 0);
  const rows = [
    ['name', 'kind', 'output', 'parameters', 'multiply-adds', 'sees'],
    ...lines.map((line) => [
      line.name,
      line.kind,
      line.outputShape.join('×'),
      line.parameterCount.toLocaleString('en'),
      line.multiplyAddCount.toLocaleString('en'),
      line.receptiveField.size.join('×'),
    ]),
    [
      'total',
      '',
      '',
      total('parameterCount').toLocaleString('en'),
      total('multiplyAddCount').toLocaleString('en'),
      '',
    ],
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
  const { sharedBytes, separateBytes } = plan.intermediates;
  const memory = `intermediates: ${sharedBytes.toLocaleString('en')} bytes (${separateBytes.toLocaleString('en')} unshared); dispatches: ${plan.steps.length}`;
  return [...table, memory].join('\n');
}

/** The union of the inputs' fields, grown by the node's window; for a fully connected layer, the whole picture. */
function fieldOf(
  { inputs, operator, kind }: GraphNode,
  fields: ReadonlyMap<Value, ReceptiveField>,
  layouts: ReadonlyMap<Value, InputLayout>,
): ReceptiveField {
  const pixel: ReceptiveField = { size: [1, 1], step: [1, 1] };
  const seen = Object.values(inputs).map((value) => fields.get(rootOf(value)) ?? pixel);
  const extents = kind === 'linear' ? wholeOf(rootOf(inputs.input), layouts) : operator.window?.extent;
  const axis = (at: 0 | 1) => {
    const size = Math.max(1, ...seen.map((field) => field.size[at]));
    const step = Math.max(1, ...seen.map((field) => field.step[at]));
    const extent = extents?.[at] ?? 1;
    return { size: size + (extent - 1) * step, step: step * (operator.window?.strides[at] ?? 1) };
  };
  const [height, width] = [axis(0), axis(1)];
  return { size: [height.size, width.size], step: [height.step, width.step] };
}

/** Rows and columns of a picture; `[1, 1]` if the value is not a picture. */
function wholeOf(value: Value, layouts: ReadonlyMap<Value, InputLayout>): [number, number] {
  if (value.shape.length !== 4) return [1, 1];
  const { height, width } = readInputShape(value.shape, layouts.get(value) ?? 'nchw');
  return [height, width];
}

/** The layout of a node's output: from its options, otherwise from its inputs. */
function layoutOf({ init, inputs }: GraphNode, layouts: ReadonlyMap<Value, InputLayout>): InputLayout {
  const { inputLayout } = init as { inputLayout?: InputLayout };
  const inherited = Object.values(inputs).map((value) => layouts.get(rootOf(value)));
  return inputLayout ?? inherited.find((layout) => layout !== undefined) ?? 'nchw';
}
