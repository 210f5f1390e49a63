{{ standing_decisions('lead', 'lead_record_id') }}
