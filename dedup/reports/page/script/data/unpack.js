// Inflates a block of data: base64, deflated, JSON. Nothing is asked of the network, not even of this file.

/** @param {string} name @returns {Promise<any>} */
export async function unpack(name) {
  const holder = document.getElementById(`data-${name}`);
  const signs = atob(holder?.textContent ?? "");
  const bytes = new Uint8Array(signs.length);
  for (let place = 0; place < signs.length; place++) bytes[place] = signs.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}
