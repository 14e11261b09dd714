import type { Text } from '../en/index.ts';

export const bench: Text['bench'] = {
  title: '测速',
  intro: '你自己的 GPU 算这个有多快？每一行先与 float64 参考实现对照，正确才计时。什么都不会发送出去。',
  start: '开始',
  stop: '停止',
  adapter: {
    labels: { name: '适配器', fma: '乘加上限', half: 'float16 上限', copy: '复制上限' },
    none: '无',
    noGpu: '浏览器没有给页面 GPU，所以没有可测的。',
    software: '这里的 WebGPU 跑在处理器上，每行要好几秒。请看比例，不看时间。',
  },
  order: {
    suite: '套件',
    suites: { layers: '网络层', images: '图片', curve: '代价曲线' },
    rows: (chosen, all) => `行：${chosen === all ? `全部 ${all}` : `${all} 行中的 ${chosen} 行`}`,
    all: '全选',
    none: '全不选',
    effort: '精细程度',
    efforts: { quick: '快速', thorough: '细测' },
    dtype: '数据类型',
  },
  progress: {
    label: '已测的行',
    idle: '测的时候，请让其他标签页安静些。',
    ceilings: '正在测这个适配器的上限。',
    row: (row, total, title) => `第 ${row} 行，共 ${total} 行：${title}。`,
    done: (done, total) => `完成：${total} 行中的 ${done} 行。`,
    stopped: (done, total) => `已停止：测完 ${total} 行中的 ${done} 行。`,
    failed: (reason) => `测速提前结束：${reason}`,
  },
  table: {
    label: '结果表',
    columns: {
      row: '行',
      kernel: '内核',
      ms: '毫秒',
      gflops: 'GFLOP/s',
      percent: '占上限 %',
      error: '误差 / 界',
      first: '首次毫秒',
    },
    byMemory: '（复制）',
    failed: (reason) => `未计时：${reason}`,
  },
  charts: {
    ceiling: '占上限的百分比',
    ceilingNote:
      '竖线是 100 %：单纯乘加能达到的速度；受数据搬运限制的行则是复制速度。Winograd 省了算术，可以超过它。',
    curve: '代价怎样增长',
    curveNote:
      '从 64×64 上 32 到 32 通道的 3×3 卷积出发，每次只变一个尺寸，另有 480×640 三通道上的逐通道滤波器；两轴都是对数。',
    milliseconds: (axis) => `${axis}，毫秒`,
    axes: {
      width: '宽度',
      channels: '通道数',
      filter: '滤波器大小',
      batch: '批量',
      depthwise: '逐通道滤波器大小',
      'depthwise-strict': '逐通道滤波器大小，严格精度',
    },
  },
  results: {
    table: '每一行',
    save: '下载 JSON',
    copy: '复制 Markdown',
    copied: '已复制。',
    notCopied: '浏览器不允许复制。',
    file: 'webgpu-conv-bench.json',
    emptyTitle: '还没有测',
    emptyBody: [
      '先测两个上限：适配器在寄存器里每秒能做多少乘加，每秒能复制多少字节。之后每一行都说明离制约它的那个上限有多近。',
      '一行是真实网络里的一个卷积、图片上的一个滤波器，或代价曲线上的一点。“首次毫秒”是用户要等的时间：创建、编译、第一个结果。',
    ],
  },
  peers: {
    title: '与其他库相比',
    body: 'TensorFlow.js、ONNX Runtime Web 和 jax-js 太重，这里没有打包。在仓库的副本里，这条命令会逐行与它们比赛：',
  },
};
