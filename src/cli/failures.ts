/** The command itself is wrong. Nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something that the command needs is missing or broken: a package, a graphics adapter. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'is a folder',
  EEXIST: 'exists already; --overwrite replaces it',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left',
  EROFS: 'the file system is read-only',
};

/** The reason for an error, in plain words. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return WORDS[code] ?? message ?? String(error);
}
