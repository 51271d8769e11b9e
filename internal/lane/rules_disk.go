package lane

var diskRules = []Rule{
	{
		ID: "disk-size-range", Source: srcAPI,
		Text:   "The OS disk has 30 to 2048 GB; 0 leaves the size to AKS.",
		Remedy: "Use size_gb of 30 to 2048, or leave it out.",
		Check: func(s Subject) []Finding {
			n, ok := s.int(DiskSize)
			return at(ok && n != 0 && (n < 30 || n > 2048), DiskSize, "size_gb is %d", n)
		},
	},
	{
		ID: "deallocate-ephemeral", Source: docs("scale-down-mode"),
		Text:   "Deallocated nodes keep their OS disk, which an ephemeral disk cannot.",
		Remedy: `Use os_disk = { type = "Managed" }, or scale_down_mode = "Delete".`,
		Check: func(s Subject) []Finding {
			return at(s.is(ScaleDown, "Deallocate") && s.is(DiskType, "Ephemeral"), ScaleDown, "scale_down_mode is Deallocate and the OS disk is Ephemeral")
		},
	},
	{
		ID: "deallocate-unsaid", Severity: Advise, Source: docs("scale-down-mode"),
		Text:   "Deallocate needs a managed OS disk, and AKS picks an ephemeral one wherever the size allows it.",
		Remedy: `Add os_disk = { type = "Managed" }.`,
		Check: func(s Subject) []Finding {
			return at(s.is(ScaleDown, "Deallocate") && s.null(DiskType), ScaleDown, "scale_down_mode is Deallocate and the type of the OS disk is left to AKS")
		},
	},
}
