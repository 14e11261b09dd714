import { createRequire } from 'node:module';

/**
 * Imports a package of this workspace (bare names resolve from this file's folder).
 * @param {string} name
 * @returns {Promise<unknown>}
 */
export const loadPeer = (name) => import(/* @vite-ignore */ name);

/**
 * Requires a CommonJS package of this workspace: for one whose exports have a `then`, which every import would await.
 * @type {(name: string) => unknown}
 */
export const requirePeer = createRequire(import.meta.url);
