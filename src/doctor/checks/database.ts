import type { Config } from '../../config.ts';
import { lookAtDatabase } from '../../db/look.ts';
import { type Finding, ok, problem, warning } from '../finding.ts';

/** Whether the database answers, and has the tables of this version. It is left as it is. */
export async function checkDatabase(config: Config): Promise<Finding> {
  const state = await lookAtDatabase(config);
  switch (state) {
    case 'inUse':
      return ok('database', 'databaseInUse');
    case 'empty':
      return ok('database', 'databaseEmpty');
    case 'current':
      return ok('database', 'databaseCurrent');
    case 'older':
      return warning('database', { code: 'doctor.databaseOlder', params: {} });
    case 'newer':
      return problem('database', { code: 'doctor.databaseNewer', params: {} });
  }
}
