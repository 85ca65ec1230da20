/** Vite bundles such a module by itself and gives its address. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
