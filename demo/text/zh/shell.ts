import type { Text } from '../en/index.ts';

export const shell: Text['shell'] = {
  skip: '跳到正文',
  navigation: '视图',
  views: { live: '实时', inside: '看内部', learn: '学习', models: '模型', bench: '测速' },
  theme: '主题',
  themes: { auto: '自动', light: '浅色', dark: '深色' },
  dismiss: '关闭',
  badLink: (problems) => `链接中有读不懂的部分（${problems.join('、')}），这些地方用默认值。`,
};
