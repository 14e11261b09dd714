export const shell = {
  skip: 'Skip to the content',
  navigation: 'Views',
  views: { live: 'Live', inside: 'Look inside', learn: 'Learn', models: 'Models', bench: 'Bench' },
  theme: 'Theme',
  themes: { auto: 'Auto', light: 'Light', dark: 'Dark' },
  dismiss: 'Dismiss',
  badLink: (problems: readonly string[]) =>
    `Part of this link could not be read (${problems.join(', ')}). Defaults are used instead.`,
};
