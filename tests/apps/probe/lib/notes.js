const notes = []
module.exports = { notes, note: (...words) => { notes.push(words.filter(word => word !== undefined).join(' ')) } }
