/** Slack's short names of common emoji with their characters, in the order in which pickers show them. */
export const emojiTable = {
  'Often used': `
    ticket 🎫 eyes 👀 white_check_mark ✅ rotating_light 🚨 +1 👍 -1 👎 tada 🎉 pray 🙏 raised_hands 🙌 clap 👏 heart ❤️ hourglass ⌛
    hourglass_flowing_sand ⏳ fire 🔥 rocket 🚀 100 💯 thinking_face 🤔 wave 👋 ok_hand 👌 muscle 💪`,
  'Faces': `
    grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rolling_on_the_floor_laughing 🤣 slightly_smiling_face 🙂
    upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 smiling_face_with_3_hearts 🥰 heart_eyes 😍 star-struck 🤩 kissing_heart 😘
    yum 😋 stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜 zany_face 🤪 money_mouth_face 🤑 hugging_face 🤗 face_with_hand_over_mouth 🤭
    shushing_face 🤫 zipper_mouth_face 🤐 face_with_raised_eyebrow 🤨 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒
    face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 face_with_thermometer 🤒 sneezing_face 🤧
    hot_face 🥵 cold_face 🥶 dizzy_face 😵 exploding_head 🤯 partying_face 🥳 sunglasses 😎 nerd_face 🤓 face_with_monocle 🧐 confused 😕
    worried 😟 slightly_frowning_face 🙁 open_mouth 😮 astonished 😲 flushed 😳 pleading_face 🥺 fearful 😨 cold_sweat 😰 cry 😢 sob 😭
    scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫 yawning_face 🥱 triumph 😤 rage 😡 angry 😠 saluting_face 🫡 melting_face 🫠
    ghost 👻 robot_face 🤖 alien 👽 clown_face 🤡 skull 💀 poop 💩 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊`,
  'People and hands': `
    raised_hand ✋ hand 🖐️ v ✌️ crossed_fingers 🤞 the_horns 🤘 call_me_hand 🤙 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇
    fist ✊ facepunch 👊 open_hands 👐 palms_up_together 🤲 handshake 🤝 writing_hand ✍️ brain 🧠 ear 👂 man-shrugging 🤷‍♂️
    woman-shrugging 🤷‍♀️ shrug 🤷 facepalm 🤦 raising_hand 🙋 man-bowing 🙇‍♂️ bow 🙇 technologist 🧑‍💻 male-technologist 👨‍💻
    female-technologist 👩‍💻 mechanic 🧑‍🔧 firefighter 🧑‍🚒 detective 🕵️ superhero 🦸 ninja 🥷 runner 🏃 dancer 💃 busts_in_silhouette 👥
    bust_in_silhouette 👤 speaking_head_in_silhouette 🗣️ footprints 👣`,
  'Hearts and marks': `
    orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 broken_heart 💔 sparkling_heart 💖
    heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖ question ❓
    grey_question ❔ exclamation ❗ grey_exclamation ❕ bangbang ‼️ interrobang ⁉️ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑
    sos 🆘 new 🆕 ok 🆗 up 🆙 cool 🆒 free 🆓 information_source ℹ️ recycle ♻️ infinity ♾️ red_circle 🔴 large_orange_circle 🟠
    large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫
    large_red_square 🟥 large_green_square 🟩 large_blue_square 🟦 small_red_triangle 🔺 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️
    arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ fast_forward ⏩
    rewind ⏪ arrow_forward ▶️ double_vertical_bar ⏸️ black_square_for_stop ⏹️ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣
    seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 zero 0️⃣ hash #️⃣`,
  'Work': `
    computer 💻 desktop_computer 🖥️ keyboard ⌨️ three_button_mouse 🖱️ printer 🖨️ iphone 📱 phone ☎️ telephone_receiver 📞 battery 🔋
    electric_plug 🔌 floppy_disk 💾 cd 💿 minidisc 💽 camera 📷 video_camera 📹 movie_camera 🎥 tv 📺 satellite_antenna 📡 bulb 💡
    flashlight 🔦 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩 gear ⚙️ toolbox 🧰 magnet 🧲 test_tube 🧪 microscope 🔬 lock 🔒
    unlock 🔓 closed_lock_with_key 🔐 key 🔑 shield 🛡️ link 🔗 paperclip 📎 pushpin 📌 round_pushpin 📍 scissors ✂️ pencil2 ✏️ memo 📝
    pencil 📝 lower_left_fountain_pen 🖋️ briefcase 💼 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ date 📅 calendar 📆
    spiral_calendar_pad 🗓️ clipboard 📋 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 page_facing_up 📄
    page_with_curl 📃 bookmark_tabs 📑 receipt 🧾 books 📚 book 📖 notebook 📓 ledger 📒 newspaper 📰 label 🏷️ bookmark 🔖 moneybag 💰
    credit_card 💳 dollar 💵 euro 💶 e-mail 📧 email ✉️ incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥 outbox_tray 📤 package 📦
    mailbox 📫 postbox 📮 wastebasket 🗑️ mag 🔍 mag_right 🔎 bell 🔔 no_bell 🔕 mega 📣 loudspeaker 📢 speech_balloon 💬 left_speech_bubble 🗨️
    thought_balloon 💭 zzz 💤 stopwatch ⏱️ timer_clock ⏲️ alarm_clock ⏰ clock9 🕘 watch ⌚ construction 🚧 vertical_traffic_light 🚦
    checkered_flag 🏁 triangular_flag_on_post 🚩 waving_white_flag 🏳️ office 🏢 house 🏠 hospital 🏥 factory 🏭`,
  'Nature and food': `
    sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️ thunder_cloud_and_rain ⛈️ zap ⚡ snowflake ❄️ snowman ⛄ rainbow 🌈 ocean 🌊 droplet 💧
    star ⭐ star2 🌟 sparkles ✨ dizzy 💫 boom 💥 crescent_moon 🌙 earth_africa 🌍 earth_americas 🌎 dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰
    fox_face 🦊 bear 🐻 panda_face 🐼 koala 🐨 tiger 🐯 lion_face 🦁 monkey_face 🐵 chicken 🐔 penguin 🐧 owl 🦉 unicorn_face 🦄 bee 🐝 bug 🐛
    ladybug 🐞 turtle 🐢 snail 🐌 octopus 🐙 whale 🐳 dolphin 🐬 parrot 🦜 sloth 🦥 llama 🦙 seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳
    palm_tree 🌴 cactus 🌵 four_leaf_clover 🍀 maple_leaf 🍁 mushroom 🍄 sunflower 🌻 rose 🌹 tulip 🌷 cherry_blossom 🌸 bouquet 💐 apple 🍎
    banana 🍌 lemon 🍋 watermelon 🍉 grapes 🍇 strawberry 🍓 avocado 🥑 carrot 🥕 bread 🍞 croissant 🥐 cheese_wedge 🧀 egg 🥚 hamburger 🍔
    fries 🍟 pizza 🍕 taco 🌮 sushi 🍣 ramen 🍜 cookie 🍪 doughnut 🍩 cake 🍰 birthday 🎂 chocolate_bar 🍫 popcorn 🍿 coffee ☕ tea 🍵 beer 🍺
    beers 🍻 wine_glass 🍷 champagne 🍾`,
  'Things and places': `
    gift 🎁 balloon 🎈 confetti_ball 🎊 trophy 🏆 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 medal 🏅 dart 🎯 game_die 🎲
    jigsaw 🧩 video_game 🎮 musical_note 🎵 headphones 🎧 microphone 🎤 guitar 🎸 art 🎨 crystal_ball 🔮 gem 💎 crown 👑 soccer ⚽ basketball 🏀
    car 🚗 taxi 🚕 bus 🚌 ambulance 🚑 fire_engine 🚒 truck 🚚 bike 🚲 train 🚋 airplane ✈️ ship 🚢 anchor ⚓ parking 🅿️ fuelpump ⛽
    admission_tickets 🎟️ world_map 🗺️ mountain ⛰️ beach_with_umbrella 🏖️ tent ⛺ door 🚪 chair 🪑 bed 🛏️ umbrella ☔ goggles 🥽
    helmet_with_white_cross ⛑️ pill 💊 syringe 💉 adhesive_bandage 🩹 broom 🧹 fire_extinguisher 🧯 flag-eu 🇪🇺 earth_asia 🌏`,
};
