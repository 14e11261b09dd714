import { en } from './en/index.ts';
import { zh } from './zh/index.ts';

/** Everything the app says, in one language. */
export type Text = typeof en;

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export const texts: Readonly<Record<Language, Text>> = { en, zh };
