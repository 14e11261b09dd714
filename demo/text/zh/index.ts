import type { Text } from '../en/index.ts';
import { bench } from './bench.ts';
import { filters } from './filters.ts';
import { inside } from './inside.ts';
import { learn } from './learn.ts';
import { live } from './live.ts';
import { models } from './models.ts';
import { parameters, presets } from './presets.ts';
import { shell } from './shell.ts';

export const zh: Text = {
  languageTag: 'zh-Hans',
  languageName: '中文',
  shell,
  bench,
  filters,
  inside,
  learn,
  live,
  models,
  parameters,
  presets,
};
