export const bench = {
  title: 'Bench',
  intro:
    'How fast is your own GPU at this? Every row is first held to a float64 reference and only timed if it is right. Nothing is sent anywhere.',
  start: 'Start',
  stop: 'Stop',
  adapter: {
    labels: {
      name: 'Adapter',
      fma: 'Multiply-add ceiling',
      half: 'Ceiling in float16',
      copy: 'Copy ceiling',
    },
    none: 'none',
    noGpu: 'The browser gives this page no GPU, so there is nothing to measure.',
    software: 'WebGPU runs on the processor here, so rows take seconds. Read ratios, not times.',
  },
  order: {
    suite: 'Suite',
    suites: { layers: 'Layers', images: 'Pictures', curve: 'Cost curve' },
    rows: (chosen: number, all: number) => `Rows: ${chosen === all ? `all ${all}` : `${chosen} of ${all}`}`,
    all: 'All',
    none: 'None',
    effort: 'Effort',
    efforts: { quick: 'Quick', thorough: 'Thorough' },
    dataType: 'Data type',
  },
  progress: {
    label: 'Rows measured',
    idle: 'Keep other tabs quiet while it runs.',
    ceilings: 'Measuring what this adapter reaches at best.',
    row: (row: number, total: number, title: string) => `Row ${row} of ${total}: ${title}.`,
    done: (done: number, total: number) => `Done: ${done} of ${total} rows.`,
    stopped: (done: number, total: number) => `Stopped after ${done} of ${total} rows.`,
    failed: (reason: string) => `The bench ended early: ${reason}`,
  },
  table: {
    label: 'Table of results',
    columns: {
      row: 'Row',
      kernel: 'Kernel',
      ms: 'ms',
      gflops: 'GFLOP/s',
      percent: '% of ceiling',
      error: 'Error / bound',
      first: 'First ms',
    },
    byMemory: '(copy)',
    failed: (reason: string) => `Not timed: ${reason}`,
  },
  charts: {
    ceiling: 'Percent of the ceiling',
    ceilingNote:
      'The line is 100 %: what plain multiply-adds reach, or copies where moving the data is the limit. Winograd saves arithmetic and may pass it.',
    curve: 'How cost grows',
    curveNote:
      'From a 3×3 convolution of 32 to 32 channels on 64×64, one size at a time; both axes are logarithmic.',
    milliseconds: (axis: string) => `${axis}, milliseconds`,
    axes: { width: 'Width', channels: 'Channels', filter: 'Filter size', batch: 'Batch' },
  },
  results: {
    table: 'Every row',
    save: 'Download JSON',
    copy: 'Copy Markdown',
    copied: 'Copied.',
    notCopied: 'The browser did not allow copying.',
    file: 'webgpu-conv-bench.json',
    emptyTitle: 'Nothing measured yet',
    emptyBody: [
      'A run starts with two ceilings: the multiply-adds a second that the adapter reaches in registers, and the bytes a second it copies. Each row then says how near it comes to the one that binds it.',
      'A row is a convolution of a real network, a filter over a picture, or a point of the cost curve. First ms is what a user waits for: create, compile, first result.',
    ],
  },
  peers: {
    title: 'Beside other libraries',
    body: 'TensorFlow.js, ONNX Runtime Web and jax-js are too heavy to bundle here. In a copy of the repository, this command races them row by row:',
  },
};
