-- Within a lane, too, the more urgent goes first: a card before what hangs in its thread.
DROP INDEX delivery_lane;
CREATE INDEX delivery_lane ON delivery (workspace, lane, urgency, id) WHERE state IN ('due', 'uncertain');
