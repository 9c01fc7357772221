import type { TenantEvents } from '../tenant/tenant.ts';
import {
  announceAll,
  announceInstalled,
  announceMember,
  announceRemoved,
  announceRosters,
} from './announce.ts';
import type { Room } from './room.ts';

/** How often rosters are looked at for people whom Teams shows late, in milliseconds. */
const LOOK_MS = 15_000;

/** How long changes of the tenant are gathered before the rosters are looked at. */
const GATHER_MS = 300;

type Listeners = {
  readonly [K in 'installed' | 'uninstalled' | 'memberAdded' | 'reset']: (
    ...about: TenantEvents[K]
  ) => void;
};

function listenersOf(room: Room): Listeners {
  return {
    installed: (installation) => announceInstalled(room, installation),
    uninstalled: (installation) => announceRemoved(room, installation),
    memberAdded: (groupId, userId) => announceMember(room, groupId, userId),
    reset: () => {
      room.outgoing.restart();
      announceAll(room);
    },
  };
}

/** Tells the bot what happens in the tenant, and what it has not been told of yet. Ends by calling what it gives. */
export function watchTenant(room: Room): () => void {
  const { events } = room.tenant;
  const { changes } = room.world;
  const { installed, uninstalled, memberAdded, reset } = listenersOf(room);
  let gathering: NodeJS.Timeout | undefined;
  const look = () => {
    gathering = undefined;
    announceRosters(room);
  };
  const onChange = (topic: string) => {
    if (topic !== 'tenant' && topic !== 'clock') return;
    gathering ??= setTimeout(look, GATHER_MS).unref();
  };

  events.on('installed', installed).on('uninstalled', uninstalled);
  events.on('memberAdded', memberAdded).on('reset', reset);
  changes.on('changed', onChange);
  const looking = setInterval(look, LOOK_MS).unref();
  announceAll(room);
  announceRosters(room);
  return () => {
    clearInterval(looking);
    clearTimeout(gathering);
    changes.off('changed', onChange);
    events.off('installed', installed).off('uninstalled', uninstalled);
    events.off('memberAdded', memberAdded).off('reset', reset);
  };
}
