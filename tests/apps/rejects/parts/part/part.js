Component({
  lifetimes: {
    async attached() {
      await 0
      throw new Error('of attached')
    }
  }
})
