package azure

// mostAtOnce limits how many requests for one answer run at the same time, and how many
// clusters a plan reads at the same time.
const mostAtOnce = 8
