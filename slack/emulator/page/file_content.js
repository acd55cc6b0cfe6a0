/** What is in a chosen file, as the server takes it: its bytes in base64, so that pictures and archives stay whole. */

/** @param {Blob} file @returns {Promise<{content: string, base64: true}>} */
export async function sentContent(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const piece = 0x8000; // arguments of one call
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return {content: btoa(text), base64: true};
}
