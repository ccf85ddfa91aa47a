declare module '*.wasm?url' {
  const url: string;
  export default url;
}
declare module '*.js?raw' {
  const text: string;
  export default text;
}
