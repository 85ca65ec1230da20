/// <reference types="vite/types/importMeta.d.ts" />

declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css';

/** Vite bundles the file as a worker of its own and exports its constructor. */
declare module '*?worker' {
  const WorkerOfFile: new () => Worker;
  export default WorkerOfFile;
}

/** Vite bundles such a module by itself and gives its address. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}

/** The text of a file. */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** A file beside the page, by its address. */
declare module '*.woff2?url' {
  const url: string;
  export default url;
}
