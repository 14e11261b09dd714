import { bench } from './bench.ts';
import { filters } from './filters.ts';
import { inside } from './inside.ts';
import { learn } from './learn.ts';
import { live } from './live.ts';
import { models } from './models.ts';
import { parameters, presets } from './presets.ts';
import { shell } from './shell.ts';

export const en = {
  languageTag: 'en',
  languageName: 'English',
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

/** All text of the app in one language. */
export type Text = typeof en;
