/**
 * From here on this process, and those it starts, make files and folders that no other user of this machine can read. For processes
 * that write into the data folder alone: what a command is told to write elsewhere has the rights its user wants.
 */
export function makeOwnFilesOnly(): void {
  process.umask(0o077);
}
