import type { Text } from '../en/index.ts';

export const inside: Text['inside'] = {
  intro: '把一帧缩小到看得清像素，看看每个像素背后的那个和。',
  magnifier: '放大镜下的图片：用指针或方向键移动',
  help: '在图片上移动，或选中它再按方向键。带阴影的一圈是边框，按所选的方式填充。步长大于 1 时，小点标出窗口停的像素。',
  freeze: '定住这一帧',
  filter: '滤波器',
  stride: '步长',
  dilation: '空洞',
  channel: '通道',
  arithmetic: '这个像素背后的和',
  values: '窗口读到的值',
  sum: '乘积之和',
  clamped: '截到 0 至 255 后的显示值',
  maps: '每个通道的和',
  outputs: '出来的结果',
  shown: '截断后的颜色',
  layer: '三者相加：网络层的一个输出',
  borderCells: '带斜线的格子在边框里。',
};
