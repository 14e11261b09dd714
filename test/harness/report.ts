import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** What `npm test` counts and prints last. */
export interface Report {
  passed: number;
  failed: number;
  /** Full names of the skipped tests, by the reason they gave. */
  skipped: Record<string, string[]>;
}

/** Vitest reporter that writes a {@link Report}; unlike Vitest's JSON it keeps the reasons given to `skip()`. */
export default class ReportWriter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = path.resolve('.test-output/report.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(count(modules, unhandledErrors.length)));
  }
}

function count(modules: readonly TestModule[], unhandledErrors: number): Report {
  const report: Report = { passed: 0, failed: unhandledErrors, skipped: {} };
  for (const module of modules) {
    // a file that can't be loaded, or whose hooks fail, has errors of its own
    report.failed += module.errors().length;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') report.passed++;
      else if (result.state === 'failed') report.failed++;
      else {
        const reason = (result.state === 'skipped' && result.note) || 'no reason given';
        report.skipped[reason] ??= [];
        report.skipped[reason].push(`${module.project.name}: ${test.fullName}`);
      }
    }
  }
  return report;
}
