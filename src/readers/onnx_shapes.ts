import type { OptionsOf } from '../operators/options.ts';
import type { PaddingMode } from '../problem/options.ts';
import { type Converter, integersOf, numbersOf, operandOf, operandsOf } from './graph_call.ts';
import { addConcat, type ModelWriter, missing } from './model_writer.ts';
import {
  flag,
  hasAttribute,
  integer,
  integers,
  type OnnxCall,
  real,
  reals,
  text,
} from './onnx_attributes.ts';

type Resize2d = OptionsOf<'resize2d'>;

/** The lowest axis. Tensors have at most 8 axes. */
const MIN_AXIS = -8;

/** Whole numbers from an attribute (older files) or from an operand. */
function attributeOrOperand(writer: ModelWriter, call: OnnxCall, name: string, index: number, min: number) {
  if (hasAttribute(call, name)) return integers(call, name, min);
  return call.inputs[index] ? integersOf(writer, call, index, name, min) : undefined;
}

export const softmax: Converter<OnnxCall> = (writer, call) => {
  const isOld = call.opset < 13;
  const axis = integer(call, 'axis', isOld ? 1 : -1, MIN_AXIS);
  const init = isOld && axis !== -1 ? { axis, throughLast: true } : { axis };
  writer.add(call, 'softmax', init, { input: operandOf(call, 0) });
};

export const concat: Converter<OnnxCall> = (writer, call) =>
  addConcat(writer, call, integer(call, 'axis', 1, MIN_AXIS), operandsOf(call));

export const flatten: Converter<OnnxCall> = (writer, call) => {
  const axis = integer(call, 'axis', 1, MIN_AXIS);
  writer.add(call, 'flatten', { axis }, { input: operandOf(call, 0) });
};

export const reshape: Converter<OnnxCall> = (writer, call) => {
  const shape = attributeOrOperand(writer, call, 'shape', 1, -1) ?? call.place.fail('a shape');
  if (flag(call, 'allowzero') && shape.includes(0)) missing('Reshape with allowzero');
  writer.add(call, 'reshape', { shape }, { input: operandOf(call, 0) });
};

export const squeeze: Converter<OnnxCall> = (writer, call) => {
  const axes = attributeOrOperand(writer, call, 'axes', 1, MIN_AXIS);
  writer.add(call, 'squeeze', axes ? { axes } : {}, { input: operandOf(call, 0) });
};

export const unsqueeze: Converter<OnnxCall> = (writer, call) => {
  const axes = attributeOrOperand(writer, call, 'axes', 1, MIN_AXIS) ?? call.place.fail('axes');
  writer.add(call, 'unsqueeze', { axes }, { input: operandOf(call, 0) });
};

export const transpose: Converter<OnnxCall> = (writer, call) => {
  const permutation = integers(call, 'perm', 0);
  writer.add(call, 'transpose', permutation ? { permutation } : {}, { input: operandOf(call, 0) });
};

export const reduce =
  (reduction: 'sum' | 'mean'): Converter<OnnxCall> =>
  (writer, call) => {
    const axes = attributeOrOperand(writer, call, 'axes', 1, MIN_AXIS);
    if (!axes?.length && flag(call, 'noop_with_empty_axes'))
      missing(`${call.operator} with noop_with_empty_axes`);
    const all = { reduction, keepDimensions: flag(call, 'keepdims', true) };
    const init = axes?.length ? { ...all, axes } : all;
    writer.add(call, 'reduce', init, { input: operandOf(call, 0) });
  };

const PADDING_MODES: ReadonlyMap<string, PaddingMode> = new Map([
  ['constant', 'constant'],
  ['reflect', 'reflect'],
  ['edge', 'replicate'],
  ['wrap', 'circular'],
]);

export const pad: Converter<OnnxCall> = (writer, call) => {
  const pads =
    attributeOrOperand(writer, call, 'pads', 1, -Number.MAX_SAFE_INTEGER) ?? call.place.fail('pads');
  if (pads.some((count) => count < 0)) missing('Pad with negative padding');
  if (call.inputs[3]) missing('Pad with axes');
  const name = text(call, 'mode', 'constant');
  const mode = PADDING_MODES.get(name) ?? missing(`Pad with mode '${name}'`);
  const [value] = call.inputs[2] ? numbersOf(writer, call, 2, 'value') : [real(call, 'value', 0)];
  const axisCount = pads.length / 2;
  const init = { before: pads.slice(0, axisCount), after: pads.slice(axisCount), mode, value };
  writer.add(call, 'pad', init, { input: operandOf(call, 0) });
};

export const depthToSpace: Converter<OnnxCall> = (writer, call) => {
  const blockSize = integer(call, 'blocksize', 0, 1);
  const mode = text(call, 'mode', 'DCR');
  if (mode !== 'DCR' && mode !== 'CRD') missing(`DepthToSpace with mode '${mode}'`);
  const init = { blockSize, mode: mode === 'DCR' ? 'dcr' : 'crd', inputLayout: 'nchw' } as const;
  writer.add(call, 'pixelShuffle', init, { input: operandOf(call, 0) });
};

const ROUNDINGS: ReadonlyMap<string, Resize2d['rounding']> = new Map([
  ['round_prefer_floor', 'round-prefer-floor'],
  ['round_prefer_ceil', 'round-prefer-ceil'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
]);

/** Resize and its predecessor Upsample. */
export const resize: Converter<OnnxCall> = (writer, call) => {
  const isOld = call.operator === 'Upsample' || call.opset < 11;
  const size = isOld ? { scales: oldScales(writer, call) } : sizeOf(writer, call);
  const mode = text(call, 'mode', 'nearest');
  if (mode !== 'nearest' && mode !== 'linear') missing(`${call.operator} with mode '${mode}'`);
  const policy = text(call, 'keep_aspect_ratio_policy', 'stretch');
  if (policy !== 'stretch') missing(`Resize with keep_aspect_ratio_policy '${policy}'`);
  if (flag(call, 'antialias')) missing('Resize with antialias');
  const nearest = text(call, 'nearest_mode', 'round_prefer_floor');
  const init = {
    ...size,
    mode: mode === 'nearest' ? 'nearest-neighbor' : 'linear',
    coordinates: isOld ? 'asymmetric' : coordinatesOf(call, size),
    rounding: isOld ? 'floor' : (ROUNDINGS.get(nearest) ?? missing(`Resize with nearest_mode '${nearest}'`)),
    inputLayout: 'nchw',
  } as const;
  writer.add(call, 'resize2d', init, { input: operandOf(call, 0) });
};

interface Size {
  readonly sizes?: readonly [number, number];
  readonly scales?: readonly [number, number];
}

function sizeOf(writer: ModelWriter, call: OnnxCall): Size {
  const axes = integers(call, 'axes', MIN_AXIS);
  const isSpatial = axes === undefined || ['2,3', '-2,-1'].includes(axes.join());
  if (!isSpatial) missing(`Resize along axes ${axes}`);
  if (call.inputs[3]) {
    const [height, width] = spatial(
      call,
      integersOf(writer, call, 3, 'sizes', 1),
      axes !== undefined,
      undefined,
    );
    return { sizes: [height, width] };
  }
  return { scales: spatial(call, numbersOf(writer, call, 2, 'scales'), axes !== undefined, 1) };
}

function oldScales(writer: ModelWriter, call: OnnxCall): [number, number] {
  return spatial(call, reals(call, 'scales') ?? numbersOf(writer, call, 1, 'scales'), false, 1);
}

/** The last two of four numbers, or both of two. The first two of four must equal `others`. */
function spatial(call: OnnxCall, all: readonly number[], isPair: boolean, others?: number): [number, number] {
  if (all.length !== (isPair ? 2 : 4)) missing(`${call.operator} of ${all.length} axes`);
  if (others !== undefined && all.slice(0, -2).some((number) => number !== others)) {
    missing(`${call.operator} along batch or channels`);
  }
  if (all.some((number) => !(number > 0)))
    call.place.fail(`sizes or scales above 0, not [${all.join(', ')}]`);
  return [all[all.length - 2], all[all.length - 1]];
}

function coordinatesOf(call: OnnxCall, { sizes, scales }: Size): Resize2d['coordinates'] {
  const name = text(call, 'coordinate_transformation_mode', 'half_pixel');
  // pytorch_half_pixel differs from half_pixel only for an output of one pixel
  const isHalfPixel = sizes ? sizes.every((size) => size > 1) : scales?.every((scale) => scale >= 1);
  if (name === 'half_pixel' || (name === 'pytorch_half_pixel' && isHalfPixel)) return 'half-pixel';
  if (name === 'align_corners') return 'align-corners';
  return name === 'asymmetric' ? name : missing(`Resize with coordinate_transformation_mode '${name}'`);
}
