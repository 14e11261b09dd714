import type { Text } from '../index.ts';

export const inside: Text['inside'] = {
  intro: '把一帧缩小到看得清像素，看看每个像素背后的那个和。',
  magnifier: '放大镜下的图片：用指针或方向键移动',
  help: '在图片上移动，或选中它再按方向键。带阴影的一圈是边框，按所选的方式填充。',
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
};
