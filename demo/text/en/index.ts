import { filters } from './filters.ts';
import { learn } from './learn.ts';
import { shell } from './shell.ts';

export const en = {
  languageTag: 'en',
  languageName: 'English',
  shell,
  filters,
  learn,
};
