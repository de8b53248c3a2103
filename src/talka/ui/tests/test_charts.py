from talka.ui.charts import share_of, sparkline, tile_map


def test_a_sparkline_stays_in_its_box_and_steps_over_gaps():
    line = sparkline([1, None, 3, 2], width=100, height=20, pad=0)
    assert line is not None
    assert line.points == "0.0,20.0 66.7,0.0 100.0,10.0"
    assert (line.first, line.last, line.low, line.high) == (1, 2, 1, 3)


def test_a_flat_line_runs_in_the_middle_and_one_value_draws_nothing():
    line = sparkline([5, 5, 5], width=100, height=20, pad=0)
    assert line is not None
    assert line.points == "0.0,10.0 50.0,10.0 100.0,10.0"
    assert sparkline([5]) is None
    assert sparkline([None, None, 4]) is None


def test_a_share_never_leaves_its_track():
    assert [share_of(5, 20), share_of(30, 20), share_of(-1, 20), share_of(3, 0)] == [25.0, 100.0, 0.0, 0.0]


def test_tiles_start_at_the_corner_and_keep_their_order():
    drawn = tile_map(
        [
            {"row": 5, "column": 3, "label": "Otrā", "level": 2, "value": "8"},
            {"row": 4, "column": 4, "label": "Pirmā", "short": "PIR", "level": None},
        ],
        side=10,
        gap=2,
    )
    assert [(tile.label, tile.x, tile.y, tile.short, tile.level) for tile in drawn.tiles] == [
        ("Pirmā", 12, 0, "PIR", "none"),
        ("Otrā", 0, 12, "Otr", "2"),
    ]
    assert (drawn.width, drawn.height) == (22, 22)
    assert tile_map([]).tiles == ()
