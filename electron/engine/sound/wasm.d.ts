/** A WebAssembly module that the build puts into the code, as a `data:` address. */
declare module '*.wasm?url&inline' {
  const address: string;
  export default address;
}

/** What of WebAssembly is used; the types of Node leave it to those of a page. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  function instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
}
