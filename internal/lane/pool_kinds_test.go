package lane

import "testing"

func TestPools(t *testing.T) {
	t.Parallel()
	spot, regular, unsaid := Of(Priority.Is("Spot")), Of(Priority.Is("Regular")), Settings{}
	windowsPool, linuxPool := Of(OSType.Is("Windows")), Of(OSType.Is("Linux"))
	for name, tt := range map[string]struct {
		field *Field
		pool  Settings
		want  bool
	}{
		"a spot setting on a Spot pool":              {SpotPrice, spot, true},
		"a spot setting on a Regular pool":           {SpotPrice, regular, false},
		"a spot setting without a priority":          {SpotPrice, unsaid, false},
		"a drain setting on a Spot pool":             {Drain, spot, false},
		"a drain setting on a Regular pool":          {Drain, regular, true},
		"a drain setting without a priority":         {Drain, unsaid, true},
		"a Windows setting on Windows":               {OutboundNAT, windowsPool, true},
		"a Windows setting on Linux":                 {OutboundNAT, linuxPool, false},
		"a DNS override on a pool with local DNS":    {VnetDNS, Of(DNSMode.Is("Required")), true},
		"a DNS override on a pool without local DNS": {VnetDNS, unsaid, false},
		"any other setting":                          {MaxPods, spot, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.field.Only.Has(tt.pool); got != tt.want {
				t.Errorf("%s: %v", tt.field.Path, got)
			}
		})
	}
}

func TestSpotted(t *testing.T) {
	t.Parallel()
	regular := Of(Priority.Is("Regular"), Surge.Is("33%"), Unavailable.Is("1"), Drain.Is(60), Soak.Is(5), Undrainable.Is("Cordon"), MaxPods.Is(50))
	want := Of(Priority.Is("Spot"), SpotEviction.Is("Delete"), SpotPrice.Is(-1.0), MaxPods.Is(50))
	if got := spotted(regular); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	cheap := Of(Priority.Is("Spot"), SpotEviction.Is("Deallocate"), SpotPrice.Is(0.5))
	cheap = cheap.Over(Of(Drain.Is(45))) // what was decided for a Spot pool stays
	if got := spotted(cheap); !got.Equal(cheap) {
		t.Errorf("a Spot pool becomes %s", got)
	}
}

func TestPlaced(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		pool            Settings
		placed, perhaps bool
	}{
		"by nothing":            {Of(Zones.Is([]string{"1"})), false, false},
		"by a group":            {Of(ProximityGroup.Is("/x")), true, false},
		"by hosts":              {Of(HostGroup.Is("/x")), true, false},
		"by an unknown group":   {Of(ReservationGroup.Is(Unknown)), false, true},
		"by one that is known":  {Of(ReservationGroup.Is(Unknown), ProximityGroup.Is("/x")), true, true},
		"an Ultra Disk is none": {Of(UltraSSD.Is(true)), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if placed, perhaps := Placed(tt.pool); placed != tt.placed || perhaps != tt.perhaps {
				t.Errorf("%v, %v", placed, perhaps)
			}
		})
	}
}
