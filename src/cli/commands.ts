import { forgetInAudit, showAudit, verifyAudit } from './audit.ts';
import { doctor } from './doctor.ts';
import { failedJobs, runJobAgain } from './jobs.ts';

/** What a command came to: lines for people, data for `--json`. */
export interface Outcome {
  readonly exit: 0 | 1 | 2 | 3 | 4;
  readonly lines: readonly string[];
  readonly data: unknown;
}

/** One command of the shell; `help` finds its text under `cli.commands.<key>`. */
export interface ShellCommand {
  readonly name: readonly string[];
  readonly key: string;
  run(rest: readonly string[]): Promise<Outcome>;
}

export const commands: readonly ShellCommand[] = [
  { name: ['doctor'], key: 'doctor', run: doctor },
  { name: ['audit', 'verify'], key: 'auditVerify', run: verifyAudit },
  { name: ['audit', 'show'], key: 'auditShow', run: showAudit },
  { name: ['audit', 'forget'], key: 'auditForget', run: forgetInAudit },
  { name: ['jobs', 'failed'], key: 'jobsFailed', run: failedJobs },
  { name: ['jobs', 'retry'], key: 'jobsRetry', run: runJobAgain },
];
