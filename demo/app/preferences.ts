import { type Language, languages } from '../text/index.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The user's choices, kept in the browser if storage is allowed. */
export interface Preferences {
  language: Language;
  theme: Theme;
}

const KEY = 'webgpu-conv';

export function loadPreferences(): Preferences {
  const stored = readStored();
  return {
    language: languages.find((known) => known === stored.language) ?? browserLanguage(),
    theme: THEMES.find((known) => known === stored.theme) ?? 'auto',
  };
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // storage is refused: the choice lasts until the page is closed
  }
}

function readStored(): Partial<Record<keyof Preferences, unknown>> {
  try {
    return Object(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return {};
  }
}

function browserLanguage(): Language {
  return navigator.languages.some((tag) => /^zh/i.test(tag)) && !/^en/i.test(navigator.language)
    ? 'zh'
    : 'en';
}
