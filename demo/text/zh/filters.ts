import type { Text } from '../en/index.ts';

export const filters: Text['filters'] = {
  vertical: '竖直边缘',
  horizontal: '水平边缘',
  'sobel-x': 'Sobel x',
  'sobel-y': 'Sobel y',
  box: '均值模糊',
  sharpen: '锐化',
  laplacian: '拉普拉斯',
  emboss: '浮雕',
  gaussian: '高斯模糊',
  identity: '原样',
};
