// `npm test`: installs what is missing, runs the tests, and ends with what was not tested and the count of the runner's own
// report. `npm run test:all` (--all) runs every case, `npm run test:timed` (--timed) those that a busy machine fails.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPackages, peersFolder, root } from './install.mjs';
import { summarize } from './test-summary.mjs';

const scopes = new Map([
  ['--all', 'all'],
  ['--timed', 'timed'],
]);
const [flag, ...rest] = process.argv.slice(2);
const scope = scopes.get(flag);

installPackages(root);
installPackages(peersFolder);

const { ensureChrome } = await import('./chrome.mjs');
const chrome = await ensureChrome().catch((/** @type {Error} */ error) => {
  console.error(error.message);
  process.exit(1);
});
// says itself why it installs nothing
if (process.platform === 'linux')
  spawnSync('bash', [path.join(root, '.tools', 'lavapipe.sh')], { stdio: 'inherit' });

const reportFile = path.join(root, '.test-output', 'report.json');
rmSync(reportFile, { force: true });
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...(scope ? rest : process.argv.slice(2))], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHROME_PATH: chrome, ...(scope && { TEST_SCOPE: scope }) },
});

if (!existsSync(reportFile)) {
  console.error(`Vitest ended with status ${status} before it could report.`);
  process.exit(status || 1);
}
/** @type {import('../test/harness/report.ts').Report} */
const report = JSON.parse(readFileSync(reportFile, 'utf8'));
console.log(summarize(report).join('\n'));
process.exitCode = status ?? 1;
