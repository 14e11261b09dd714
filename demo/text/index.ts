import { en, type Text } from './en/index.ts';
import { zh } from './zh/index.ts';

export type { Text };

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export const texts: Readonly<Record<Language, Text>> = { en, zh };
