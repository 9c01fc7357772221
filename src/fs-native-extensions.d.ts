declare module 'fs-native-extensions' {
  /** Takes the whole file for this descriptor, at once or not at all. The system lets go of it when the process ends. */
  export function tryLock(fd: number): boolean;
  export function unlock(fd: number): void;
}
