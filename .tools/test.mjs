// `npm test`: installs what is missing, runs every test, and ends with the count of the runner's own report.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPackages, peersFolder, root } from './install.mjs';

installPackages(root);
installPackages(peersFolder);

const { ensureChrome } = await import('./chrome.mjs');
const chrome = await ensureChrome().catch((/** @type {Error} */ error) => {
  console.error(error.message);
  process.exit(1);
});

const reportFile = path.join(root, '.test-output', 'report.json');
rmSync(reportFile, { force: true });
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHROME_PATH: chrome },
});

if (!existsSync(reportFile)) {
  console.error(`Vitest ended with status ${status} before it could report.`);
  process.exit(status || 1);
}
/** @type {import('../test/harness/report.ts').Report} */
const report = JSON.parse(readFileSync(reportFile, 'utf8'));
for (const [reason, names] of Object.entries(report.skipped)) {
  console.log(
    `skipped ${names.length}, ${reason}: ${names.slice(0, 3).join('; ')}${names.length > 3 ? '; …' : ''}`,
  );
}
const skipped = Object.values(report.skipped).flat().length;
console.log(`${report.passed} passed, ${report.failed} failed, ${skipped} skipped`);
process.exitCode = status ?? 1;
