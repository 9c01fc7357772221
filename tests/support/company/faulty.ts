import type { Company } from './company.ts';

/** A port whose calls fail as `company.faults` says: each fault once, before or after the call's work. */
export function faulty<Port extends object>(company: Company, port: Port): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        const fail = (when: 'before' | 'after') => {
          const at = company.faults.findIndex((each) => each.call === name && each.when === when);
          const [fault] = at < 0 ? [] : company.faults.splice(at, 1);
          if (fault) throw fault.error;
        };
        fail('before');
        const result: unknown = await Reflect.apply(value, target, given);
        fail('after');
        return result;
      };
    },
  });
}
