/** The command itself is wrong: nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the command needs is not there: a package, a graphics adapter. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'is a folder',
  EEXIST: 'exists already; --overwrite replaces it',
  ENOSPC: 'no space left',
  EROFS: 'the file system is read-only',
};

/** An error's reason in words for people. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return WORDS[code] ?? message ?? String(error);
}
