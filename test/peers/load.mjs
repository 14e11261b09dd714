/**
 * Imports a package of this workspace (bare names resolve from this file's folder).
 * @param {string} name
 * @returns {Promise<unknown>}
 */
export const loadPeer = (name) => import(/* @vite-ignore */ name);
