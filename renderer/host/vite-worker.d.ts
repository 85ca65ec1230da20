/** Vite bundles the file as a worker of its own and exports its constructor. */
declare module '*?worker' {
  const WorkerOfFile: new () => Worker;
  export default WorkerOfFile;
}
